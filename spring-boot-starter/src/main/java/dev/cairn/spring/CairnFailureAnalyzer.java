package dev.cairn.spring;

import dev.cairn.api.BackendNotChosen;
import dev.cairn.api.CairnException;
import dev.cairn.api.KeyException;
import dev.cairn.api.StoreLocked;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.TypeRefused;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says in the words of an application what lets its start fail, and what to do. A failure that is not its
 * configuration's, such as damage, keeps its stack trace.
 */
public final class CairnFailureAnalyzer extends AbstractFailureAnalyzer<CairnException> {
  private static final Pattern DRIVER = Pattern.compile("org\\.xerial:sqlite-jdbc:([\\d.]*\\d)");

  /** For Spring. */
  public CairnFailureAnalyzer() {}

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, CairnException cause) {
    String action = action(cause);
    return action == null ? null : new FailureAnalysis(cause.getMessage(), action, cause);
  }

  private static @Nullable String action(CairnException cause) {
    return switch (cause) {
      case StoreRefused refused -> ofRefusal(String.valueOf(refused.getMessage()));
      case BackendNotChosen none -> "Add one backend to the dependencies of the application, as "
          + "dev.cairn:cairn-backend-sqlite or dev.cairn:cairn-backend-rocksdb. If it has several, choose one with the "
          + "property cairn.backend.";
      case StoreLocked locked -> "Stop the other writer, or give this application a folder of its own with the "
          + "property cairn.data. In tests, contexts that are in use at the same time need a folder each.";
      case TypeRefused type -> "Correct the actor type, or declare in its Evolution what has changed.";
      case KeyException key -> "Give the application a bean of the type KeyRing with the keys of its stores, and none "
          + "if the stores are not sealed.";
      default -> null;
    };
  }

  private static String ofRefusal(String message) {
    Matcher driver = DRIVER.matcher(message);
    if (!driver.find()) {
      return "Do what the message says. A setting that it names is a property of the application: cairn.data, "
          + "cairn.backend, cairn.durability, or cairn.setting.NAME for one of the backend.";
    }
    String version = driver.group(1);
    return "Spring Boot manages an older version of the driver, which no starter can override. Add this line to the "
        + "properties of the application's pom.xml:\n\n    <sqlite-jdbc.version>" + version
        + "</sqlite-jdbc.version>\n\nWith Gradle and the plugin io.spring.dependency-management, add this line to "
        + "build.gradle:\n\n    ext['sqlite-jdbc.version'] = '" + version + "'";
  }
}
