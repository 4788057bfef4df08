package dev.cairn.projection.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;

/** What a handler gets: the connection, without the methods that would end its transaction. */
final class HandlerConnection {
  private static final Set<String> REFUSED = Set.of("commit", "close", "abort", "setAutoCommit");

  private HandlerConnection() {}

  static Connection of(Connection connection) {
    return (Connection) Proxy.newProxyInstance(HandlerConnection.class.getClassLoader(),
        new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
          require(method);
          try {
            return method.invoke(connection, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  /** A rollback to a savepoint is the handler's own. */
  private static void require(Method method) {
    if (REFUSED.contains(method.getName()) || method.getName().equals("rollback") && method.getParameterCount() == 0) {
      throw new IllegalStateException("A handler of a projection does not call " + method.getName()
          + " on its connection: the transaction is the projection's, which stores how far it has come in it.");
    }
  }
}
