package dev.cairn.impl.codec;

import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses declarations that contradict their classes. */
final class DeclarationCheck {
  private final SchemaScan scan;

  DeclarationCheck(SchemaScan scan) {
    this.scan = scan;
  }

  void upcasts(Upcasts upcasts) {
    upcasts.splits().keySet().forEach(from -> requireFormer("split(" + name(from) + ")", from));
    upcasts.steps().values().forEach(upcast -> {
      String words = "upcast(" + name(upcast.from()) + ", " + name(upcast.to()) + ")";
      requireFormer(words, upcast.from());
      Set<Class<?>> seen = new HashSet<>();
      Class<?> to = upcast.from();
      while (upcasts.steps().containsKey(to)) {
        if (!seen.add(to)) {
          throw contradiction(words, "it leads back to itself");
        }
        to = upcasts.steps().get(to).to();
      }
      if (!scan.current.contains(to) && !upcasts.old(to)) {
        throw contradiction(words, name(to) + " is none of its records");
      }
    });
  }

  private void requireFormer(String words, Class<?> from) {
    if (scan.current.contains(from)) {
      throw contradiction(words, name(from) + " is still one of its records");
    }
  }

  void checkAdded(Class<?> type, String component, @Nullable Object value) {
    String words = "added(" + name(type) + ", '" + component + "')";
    Class<?> declared = component(type, component, words)
        .orElseThrow(() -> contradiction(words, "there is no such component")).getType();
    boolean fits = value == null ? !declared.isPrimitive() && declared != Optional.class
        : MethodType.methodType(declared).wrap().returnType().isInstance(value);
    if (!fits) {
      throw contradiction(words, "its value is no " + declared.getSimpleName());
    }
  }

  void checkRemoved(Class<?> type, String component) {
    String words = "removed(" + name(type) + ", '" + component + "')";
    if (component(type, component, words).isPresent()) {
      throw contradiction(words, "the component is still there");
    }
  }

  void checkRenamed(Class<?> type, String former, Map<String, String> renamed, Set<String> added, Set<String> removed) {
    String now = renamed.get(former);
    String words = "renamed(" + name(type) + ", '" + former + "', '" + now + "')";
    String last = now;
    for (int i = 0; i < renamed.size() && renamed.containsKey(last); i++) {
      last = renamed.get(last);
    }
    if (renamed.containsKey(last)) {
      throw contradiction(words, "it leads back to itself");
    }
    boolean there = component(type, last, words).isPresent();
    if (!there && !removed.contains(last)) {
      throw contradiction(words, "there is no component '" + last + "'");
    }
    if (component(type, former, words).isPresent() && !(there && added.contains(former))) {
      throw contradiction(words, "'" + former + "' is still there");
    }
  }

  void constant(Class<?> type, String former) {
    String words = "the former constant " + former + " of " + name(type);
    if (!scan.enums.containsValue(type)) {
      throw contradiction(words, "the enum stands in none of its records");
    }
    if (Arrays.stream(type.getEnumConstants()).anyMatch(each -> ((Enum<?>) each).name().equals(former))) {
      throw contradiction(words, "the constant is still there");
    }
  }

  private Optional<RecordComponent> component(Class<?> type, String component, String words) {
    if (!scan.records.containsKey(type)) {
      throw contradiction(words, name(type) + " is none of its records");
    }
    return Arrays.stream(type.getRecordComponents()).filter(c -> c.getName().equals(component)).findFirst();
  }

  private RuntimeException contradiction(String words, String why) {
    return scan.refuse("its evolution declares " + words + ", but " + why);
  }

  private static String name(Class<?> type) {
    return type.getSimpleName();
  }
}
