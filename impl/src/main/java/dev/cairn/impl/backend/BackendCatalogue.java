package dev.cairn.impl.backend;

import dev.cairn.api.BackendFinding;
import dev.cairn.api.BackendNotChosen;
import dev.cairn.api.bind.FailureText;
import dev.cairn.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The backends that this process can find: in this module's layer or class loader, in the container, and in the plugin
 * folder. A bad provider is reported once; the others still work.
 */
public final class BackendCatalogue {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final int PATIENCE = 1000;

  private static volatile Container container = Container.NONE;

  private final List<FoundBackend> usable = new ArrayList<>();
  private final List<BackendFinding> findings = new ArrayList<>();

  private final Set<Class<?>> types = new HashSet<>();

  private BackendCatalogue() {}

  /** Sets the container in which backends come and go. */
  public static void inside(Container other) {
    container = other;
  }

  /** Whether a container is set. */
  public static boolean isInside() { return container != Container.NONE; }

  /**
   * Searches once. Providers are created; nothing is opened.
   *
   * @param plugins a folder with a sub-folder for each further backend
   * @throws BackendNotChosen if this folder cannot be read
   */
  public static BackendCatalogue scan(Optional<Path> plugins) {
    BackendCatalogue catalogue = new BackendCatalogue();
    ModuleLayer layer = BackendCatalogue.class.getModule().getLayer();
    catalogue.addAll(layer == null
        ? ServiceLoader.load(BackendProvider.class, BackendCatalogue.class.getClassLoader())
        : ServiceLoader.load(layer, BackendProvider.class), "a services file", type -> true);
    container.providers().forEach(provider -> catalogue.add(provider.getClass(), () -> provider));
    plugins.ifPresent(catalogue::addFolder);
    return catalogue;
  }

  /** The backends that can be used. */
  List<FoundBackend> usable() {
    return List.copyOf(usable);
  }

  /** Everything that was found, usable or not. */
  public List<BackendFinding> findings() {
    return List.copyOf(findings);
  }

  /**
   * Chooses a backend.
   *
   * @param wanted its name; if empty, the only usable backend
   * @throws BackendNotChosen if no backend is usable, the wanted one is not, or several are and none is wanted
   */
  public FoundBackend choose(Optional<String> wanted) {
    if (wanted.isPresent()) {
      return usable.stream()
          .filter(backend -> backend.name().equals(wanted.get()))
          .findFirst()
          .orElseThrow(() -> new BackendNotChosen("The backend '" + wanted.get() + "' was not found. "
              + jarsOf(wanted.get()) + " Found: " + names() + "." + problems()));
    }
    return switch (usable.size()) {
      case 1 -> usable.get(0);
      case 0 -> throw new BackendNotChosen(
          "No backend was found. " + jarsOf("sqlite") + " Nothing is kept in memory instead." + problems());
      default -> throw new BackendNotChosen("Several backends were found: " + names()
          + ", and none was chosen. Choose one: ActorSystem.builder().backend(\"" + usable.get(0).name()
          + "\").open()");
    };
  }

  private static String jarsOf(String name) {
    String driver = Drivers.of(name).map(jar -> " and its driver " + jar).orElse("");
    return "Add dev.cairn:cairn-backend-" + name + driver
        + " to the class path, the module path or a folder of the plugin folder, or install them as bundles.";
  }

  private String names() {
    return usable.isEmpty() ? "none" : usable.stream().map(FoundBackend::name).collect(Collectors.joining(", "));
  }

  private String problems() {
    return findings.stream()
        .filter(finding -> finding.problem().isPresent())
        .map(finding -> " Unusable: " + finding.origin() + ": " + finding.problem().get())
        .collect(Collectors.joining());
  }

  private void addFolder(Path plugins) {
    try {
      for (PluginFolder plugin : PluginFolder.in(plugins)) {
        addPlugin(plugin);
      }
    } catch (IOException e) {
      throw new BackendNotChosen("The folder of backends " + plugins + " cannot be read: " + FailureText.of(e) + ".");
    }
  }

  private void addPlugin(PluginFolder plugin) {
    try {
      ClassLoader loader = plugin.loader();
      int before = findings.size();
      addAll(ServiceLoader.load(BackendProvider.class, loader), plugin.folder().toString(),
          type -> type.getClassLoader() == loader);
      if (findings.size() == before) {
        throw new UnusablePlugin(plugin.folder(), "no jar in it provides a backend", null);
      }
    } catch (UnusablePlugin e) {
      add(e.finding());
    }
  }

  private void addAll(ServiceLoader<BackendProvider> services, String origin, Predicate<Class<?>> wanted) {
    Iterator<ServiceLoader.Provider<BackendProvider>> iterator = services.stream().iterator();
    for (int i = 0; i < PATIENCE; i++) {
      try {
        if (!iterator.hasNext()) {
          return;
        }
        ServiceLoader.Provider<BackendProvider> service = iterator.next();
        if (wanted.test(service.type())) {
          add(service.type(), service);
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        String cause = e.getCause() == null ? "" : " (" + FailureText.of(e.getCause()) + ")";
        add(finding(null, origin, FailureText.of(e) + cause));
      }
    }
  }

  /** Each plugin shows the services files of its parents again, but a finding is kept once. */
  private void add(BackendFinding finding) {
    if (findings.stream().noneMatch(told -> told.equals(finding) || tells(told, finding))) {
      findings.add(finding);
    }
  }

  /** A jar that is both module and bundle names its provider twice; the first problem contains the second. */
  private static boolean tells(BackendFinding told, BackendFinding finding) {
    return told.where().equals(finding.where()) && told.name().equals(finding.name())
        && finding.problem().isPresent() && told.problem().orElse("").contains(finding.problem().get());
  }

  private void add(Class<?> type, Supplier<BackendProvider> maker) {
    if (!container.isPresent(type) || !types.add(type)) {
      return;
    }
    String where = "unknown";
    try {
      where = where(type);
      BackendProvider provider = maker.get();
      String name = provider.name();
      String problem = problemWith(name);
      if (problem == null) {
        usable.add(new FoundBackend(name, fileName(where), provider));
      }
      add(finding(name, where, problem));
    } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      add(finding(null, where, FailureText.of(cause)));
    }
  }

  // a provider is foreign code: its name may be null in spite of its signature
  private @Nullable String problemWith(String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      return "its name '" + name + "' does not match " + NAME;
    }
    return usable.stream()
        .filter(backend -> backend.name().equals(name))
        .findFirst()
        .map(first -> "the name '" + name + "' is taken by " + first.origin())
        .orElse(null);
  }

  private static BackendFinding finding(@Nullable String name, String where, @Nullable String problem) {
    return new BackendFinding(Optional.ofNullable(name), fileName(where), where, Optional.ofNullable(problem),
        Optional.empty());
  }

  private static String where(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    String where = source == null || source.getLocation() == null ? "" : source.getLocation().getPath();
    return where.isEmpty() ? type.getModule().toString() : where.replaceAll("/+$", "");
  }

  private static String fileName(String where) {
    return where.replaceAll(".*/", "");
  }
}
