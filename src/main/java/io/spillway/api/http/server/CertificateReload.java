package io.spillway.api.http.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads the certificate of a server when its files change. An unusable pair is logged once, and
 * the server keeps its certificate. Owned by one event loop.
 */
public final class CertificateReload {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);
  private static final List<String> PROTOCOLS = List.of("h2", "http/1.1");

  private final Vertx vertx;
  private final TlsFiles files;
  private final HttpServer server;
  private PemKeyCertOptions used;
  private String logged = "";
  private boolean reading;

  /**
   * @param used the pair that the server uses now
   */
  CertificateReload(Vertx vertx, TlsFiles files, HttpServer server, PemKeyCertOptions used) {
    this.vertx = vertx;
    this.files = files;
    this.server = server;
    this.used = used;
  }

  /** Reloads the certificate if the files have changed. */
  void check() {
    if (reading) {
      return;
    }
    reading = true;
    vertx
        .executeBlocking(files::read)
        .compose(this::use)
        .onFailure(failure -> logOnce(String.valueOf(failure.getMessage())))
        .onComplete(done -> reading = false);
  }

  private Future<Void> use(PemKeyCertOptions read) {
    if (read.equals(used)) {
      logged = "";
      return Future.succeededFuture();
    }
    ServerSSLOptions options =
        new ServerSSLOptions()
            .setKeyCertOptions(read)
            .setUseAlpn(true)
            .setApplicationLayerProtocols(PROTOCOLS);
    return server
        .updateSSLOptions(options, true)
        .onSuccess(
            changed -> {
              used = read;
              logged = "";
              LOG.info("reloaded the certificate {}", files.certificate());
            })
        .mapEmpty();
  }

  private void logOnce(String reason) {
    if (!reason.equals(logged)) {
      logged = reason;
      LOG.warn("the certificate is not reloaded, the previous one stays in use: {}", reason);
    }
  }
}
