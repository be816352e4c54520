package dev.spendweir.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.Printer;

/**
 * Finds single instructions, which ArchUnit does not show: arithmetic on local doubles and floats, and
 * {@code synchronized} blocks.
 */
final class BytecodeScan {

    private BytecodeScan() {}

    /** Each instruction of the class that calculates with, converts from or to, or loads a double or float. */
    static List<String> floatingPoint(Class<?> type) {
        return find(type, BytecodeScan::isFloatingPoint);
    }

    /** Each instruction of the class that takes a monitor. */
    static List<String> monitors(Class<?> type) {
        return find(type, opcode -> opcode == Opcodes.MONITORENTER);
    }

    private static boolean isFloatingPoint(int opcode) {
        String name = Printer.OPCODES[opcode];
        boolean convertsFrom = name.startsWith("D2") || name.startsWith("F2");
        boolean convertsTo = name.endsWith("2D") || name.endsWith("2F");
        boolean stackOnly = name.startsWith("DUP");
        boolean firstLetter = (name.startsWith("D") || name.startsWith("F")) && !stackOnly;
        return convertsFrom || convertsTo || firstLetter;
    }

    private static List<String> find(Class<?> type, IntPredicate wanted) {
        List<String> found = new ArrayList<>();
        reader(type)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access,
                                    String method,
                                    String descriptor,
                                    String signature,
                                    String[] exceptions) {
                                return new Instructions(type.getName() + "." + method + descriptor, wanted, found);
                            }
                        },
                        ClassReader.SKIP_FRAMES);
        return found;
    }

    private static ClassReader reader(Class<?> type) {
        String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream bytes = type.getResourceAsStream(file)) {
            if (bytes == null) {
                throw new IllegalStateException("no class file for " + type);
            }
            return new ClassReader(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Instructions extends MethodVisitor {
        private final String where;
        private final IntPredicate wanted;
        private final List<String> found;
        private int line;

        Instructions(String where, IntPredicate wanted, List<String> found) {
            super(Opcodes.ASM9);
            this.where = where;
            this.wanted = wanted;
            this.found = found;
        }

        @Override
        public void visitLineNumber(int number, Label start) {
            line = number;
        }

        @Override
        public void visitInsn(int opcode) {
            look(opcode);
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            look(opcode);
        }

        private void look(int opcode) {
            if (wanted.test(opcode)) {
                found.add(where + " line " + line + ": " + Printer.OPCODES[opcode]);
            }
        }
    }
}
