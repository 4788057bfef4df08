package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cairn.api.ActorType;
import dev.cairn.api.StreamType;
import dev.cairn.cli.print.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of actors and streams in the jars of an application: the values of static fields of any class. */
final class AppTypes {
  private static final List<Class<?>> DECLARATIONS = List.of(ActorType.class, StreamType.class);
  private static final String CLASS = ".class";

  private final List<Path> given;
  private final AppClasses classes;
  private final List<ActorType<?, ?, ?>> types = new ArrayList<>();
  private final List<StreamType<?, ?>> streams = new ArrayList<>();
  private final List<String> unusable = new ArrayList<>();

  private AppTypes(List<Path> given, AppClasses classes) {
    this.given = given;
    this.classes = classes;
  }

  /** Finds the types; loads only classes with a field of such a type. */
  static AppTypes in(AppJars app, AppClasses classes) {
    var found = new AppTypes(app.given(), classes);
    app.jars().forEach(found::read);
    return found;
  }

  /** Returns the type of this name. If several classes declare it, the declarations must lead to the same state. */
  ActorType<?, ?, ?> of(String store, String name) {
    List<ActorType<?, ?, ?>> found =
        types.stream().filter(type -> type.store().equals(store) && type.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new CannotRun("No actor type '" + name + "' of store '" + store + "' is in a static field of a class in "
          + join(given) + ". " + (types.isEmpty()
              ? "There is no actor type at all."
              : "There are: " + join(types.stream().map(AppTypes::name).distinct().toList()) + ".")
          + String.join("", unusable));
    }
    if (found.stream().map(AppTypes::shape).distinct().count() > 1) {
      throw new CannotRun("The actor type " + name(found.get(0)) + " has more than one declaration, and they differ, "
          + "in "
          + join(given) + ".");
    }
    return found.get(0);
  }

  /** Every actor type. */
  List<ActorType<?, ?, ?>> actors() {
    return types;
  }

  /** Every type of streams. */
  List<StreamType<?, ?>> streams() {
    return streams;
  }

  /** What could not be looked at, and why, each in a line. */
  List<String> unusable() {
    return unusable;
  }

  private void read(Path jar) {
    try (var file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().filter(AppTypes::isClass).toList()) {
        if (hasTypeField(file, entry)) {
          String path = entry.getName().substring(0, entry.getName().length() - CLASS.length());
          take(jar, path.replace('/', '.'));
        }
      }
    } catch (IOException e) {
      throw new CannotRun("The jar " + jar + " cannot be read: " + Failure.words(e) + ".");
    }
  }

  private void take(Path jar, String className) {
    try {
      for (Field field : classes.load(className).getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && DECLARATIONS.contains(field.getType())) {
          field.setAccessible(true);
          add(field.get(null));
        }
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable why = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
      unusable.add("\nThe class " + className + " in " + jar + " cannot be used"
          + " (" + Failure.words(why) + ")"
          + ". Give the libraries that it needs as well.");
    }
  }

  private void add(@Nullable Object declared) {
    if (declared instanceof ActorType<?, ?, ?> type) {
      types.add(type);
    } else if (declared instanceof StreamType<?, ?> type) {
      streams.add(type);
    }
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(CLASS) && !entry.getName().startsWith("META-INF/");
  }

  private static boolean hasTypeField(JarFile file, JarEntry entry) throws IOException {
    try (InputStream bytes = file.getInputStream(entry)) {
      String constants = new String(bytes.readAllBytes(), ISO_8859_1);
      return DECLARATIONS.stream().anyMatch(type -> constants.contains(type.descriptorString()));
    }
  }

  private static List<Object> shape(ActorType<?, ?, ?> type) {
    return List.of(type.events(), type.state(), type.evolution(), type.codecs());
  }

  private static String name(ActorType<?, ?, ?> type) {
    return type.store() + "/" + type.name();
  }

  private static String join(List<?> each) {
    return each.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
