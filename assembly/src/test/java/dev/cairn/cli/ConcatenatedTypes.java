package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SimpleVerifier;

/** What a class puts into texts: the types of what compilers hand to {@code String.valueOf(Object)} for {@code +}. */
final class ConcatenatedTypes {
  private ConcatenatedTypes() {}

  /** The types, as {@link Class#forName(String)} takes them. */
  static List<String> in(byte[] classFile, ClassLoader loader) {
    ClassNode type = new ClassNode();
    new ClassReader(classFile).accept(type, ClassReader.SKIP_DEBUG);
    List<String> types = new ArrayList<>();
    for (MethodNode method : type.methods) {
      for (AbstractInsnNode each : method.instructions) {
        if (makesText(each)) {
          add(type, method, loader, types);
          break;
        }
      }
    }
    return types;
  }

  private static void add(ClassNode type, MethodNode method, ClassLoader loader, List<String> types) {
    SimpleVerifier verifier = new SimpleVerifier();
    verifier.setClassLoader(loader);
    try {
      Frame<BasicValue>[] frames = new Analyzer<>(verifier).analyze(type.name, method);
      for (int at = 0; at < frames.length; at++) {
        if (frames[at] != null && makesText(method.instructions.get(at))) {
          types.add(frames[at].getStack(frames[at].getStackSize() - 1).getType().getClassName());
        }
      }
    } catch (AnalyzerException e) {
      throw new AssertionError(type.name + "." + method.name, e);
    }
  }

  private static boolean makesText(AbstractInsnNode each) {
    return each instanceof MethodInsnNode call && call.owner.equals("java/lang/String") && call.name.equals("valueOf")
        && call.desc.startsWith("(Ljava/lang/Object;)");
  }

  /** Whether the compiler made the {@code toString} of this record. */
  static boolean isShownByItsComponents(byte[] record) {
    ClassNode type = new ClassNode();
    new ClassReader(record).accept(type, ClassReader.SKIP_DEBUG);
    for (MethodNode method : type.methods) {
      if (method.name.equals("toString") && method.desc.startsWith("()")) {
        for (AbstractInsnNode each : method.instructions) {
          if (each instanceof InvokeDynamicInsnNode call && call.name.equals("toString")) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
