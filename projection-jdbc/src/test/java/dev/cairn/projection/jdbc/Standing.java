package dev.cairn.projection.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/** A database in front of which a runner stands still: before the statement that writes its progress. */
final class Standing {

  interface Wait {
    void run() throws Exception;
  }

  private Standing() {}

  static DataSource before(DataSource database, Wait wait) {
    return proxy(DataSource.class, database, (name, text) -> {}, wait);
  }

  private interface Watch {
    void call(String method, Object text) throws Exception;
  }

  private static <T> T proxy(Class<T> type, T target, Watch watch, Wait wait) {
    return type
        .cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
          watch.call(method.getName(), arguments == null ? "" : arguments[0]);
          try {
            Object result = method.invoke(target, arguments);
            return result instanceof Connection connection ? proxy(Connection.class, connection, (name, text) -> {
              if (name.equals("prepareStatement") && text.toString().contains("SET log_offset = ?")) {
                wait.run();
              }
            }, wait) : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        }));
  }
}
