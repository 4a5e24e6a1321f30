package io.spillway.api.http;

import io.spillway.api.http.server.TlsFiles;
import io.spillway.testing.JdkTool;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A key with a certificate that it signed itself, in PEM. */
public record KeyPairFiles(String certificate, String key, Certificate parsed) {
  private static final String PASSWORD = "changeit";

  /**
   * Makes one with the JDK's own tool.
   *
   * @param directory to work in
   * @param name of the subject
   */
  public static KeyPairFiles make(Path directory, String name, String algorithm) throws Exception {
    Path file = directory.resolve(name + ".p12");
    List<String> command =
        JdkTool.command(
            "keytool",
            "-genkeypair",
            "-alias",
            "it",
            "-keyalg",
            algorithm,
            "-dname",
            "CN=" + name,
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-validity",
            "36500",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException("keytool made no key");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    Key key = store.getKey("it", PASSWORD.toCharArray());
    Certificate certificate = store.getCertificate("it");
    return new KeyPairFiles(
        pem("CERTIFICATE", certificate.getEncoded()),
        pem("PRIVATE KEY", key.getEncoded()),
        certificate);
  }

  /** Writes both files. */
  public TlsFiles writeTo(Path directory) throws Exception {
    Path certificateFile = directory.resolve("server.crt");
    Path keyFile = directory.resolve("server.key");
    Files.writeString(certificateFile, certificate);
    Files.writeString(keyFile, key);
    return new TlsFiles(certificateFile, keyFile);
  }

  /** What a client must hold to trust it. */
  KeyStore trusted() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("it", parsed);
    return store;
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), type);
  }
}
