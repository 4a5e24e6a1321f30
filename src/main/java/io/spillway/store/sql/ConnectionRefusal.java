package io.spillway.store.sql;

import io.spillway.store.UnusableStoreException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Why the first connection to a PostgreSQL database cannot be opened, and what to do. */
final class ConnectionRefusal {
  private ConnectionRefusal() {}

  static UnusableStoreException of(SQLException failure, String address) {
    return new UnusableStoreException(network(failure, address), failure);
  }

  private static String network(SQLException failure, String address) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "the host of " + address + " is unknown: check its name, and the name service";
      }
      if (cause instanceof ConnectException) {
        return address
            + " refuses connections: start PostgreSQL there, or correct host and port;"
            + " listen_addresses of the server must contain the address";
      }
      if (cause instanceof SocketTimeoutException) {
        return silent(address);
      }
    }
    return server(failure, address);
  }

  private static String silent(String address) {
    return address
        + " does not answer within "
        + PostgresStore.CONNECT_TIMEOUT.toSeconds()
        + " s: check host, port and firewalls";
  }

  private static String server(SQLException failure, String address) {
    String found = " (" + SqlStates.line(failure) + ")";
    return switch (SqlStates.of(failure)) {
      case "28P01", "28000", "08004" ->
          address
              + " refuses the user"
              + found
              + ": check user and password, and pg_hba.conf of the server";
      case "08001" -> silent(address);
      case "3D000" ->
          "the database of "
              + address
              + " does not exist"
              + found
              + ": create it with createdb --encoding UTF8 --template template0, or correct its"
              + " name";
      case "42501" ->
          address + " refuses the user" + found + ": GRANT CONNECT ON DATABASE to the user";
      case "53300" ->
          address
              + " has no connection left"
              + found
              + ": raise max_connections or the limit of the role; a node needs up to eleven";
      case "57P03" -> address + " does not accept connections now" + found + ": try again";
      default -> address + " cannot be used" + found;
    };
  }
}
