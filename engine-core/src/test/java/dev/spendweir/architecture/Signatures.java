package dev.spendweir.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.FieldAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.ThrowsDeclaration;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Conditions on the types that fields, methods and calls mention, type arguments included. */
final class Signatures {

    private Signatures() {}

    /** A class that shows such a type to its users: in a public or protected member or as a supertype. */
    static ArchCondition<JavaClass> expose(DescribedPredicate<? super JavaClass> types) {
        return mention("expose types that " + types.getDescription(), types, Signatures::isVisible, true);
    }

    /** A class that has such a type in any field or in the signature of any method or constructor. */
    static ArchCondition<JavaClass> mention(DescribedPredicate<? super JavaClass> types) {
        return mention("mention " + types.getDescription(), types, member -> true, false);
    }

    private static ArchCondition<JavaClass> mention(
            String description,
            DescribedPredicate<? super JavaClass> types,
            Predicate<JavaMember> members,
            boolean supertypes) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass owner, ConditionEvents events) {
                owner.getMembers().stream()
                        .filter(members)
                        .filter(member -> typesOf(member).anyMatch(types::test))
                        .forEach(member -> events.add(SimpleConditionEvent.satisfied(member, member.getFullName())));
                Stream.concat(owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                        .filter(type -> supertypes && types.test(type))
                        .forEach(type -> events.add(
                                SimpleConditionEvent.satisfied(owner, owner.getName() + " is a " + type.getName())));
            }
        };
    }

    /** The types a call or field access mentions; empty for other references. */
    static Stream<JavaClass> typesOf(AccessTarget target) {
        if (target instanceof CodeUnitAccessTarget unit) {
            return Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
        }
        return target instanceof FieldAccessTarget field ? Stream.of(field.getRawType()) : Stream.empty();
    }

    /** A call as {@code owner.method(parameters)}; other references without parentheses. */
    static String ofCall(AccessTarget target) {
        String name = target.getOwner().getName() + "." + target.getName();
        if (!(target instanceof CodeUnitAccessTarget unit)) {
            return name;
        }
        return unit.getRawParameterTypes().stream()
                .map(JavaClass::getName)
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> typesOf(JavaMember member) {
        if (member instanceof JavaCodeUnit unit) {
            return Stream.of(
                            rawTypes(unit.getReturnType()),
                            unit.getParameterTypes().stream().flatMap(Signatures::rawTypes),
                            unit.getThrowsClause().stream().map(ThrowsDeclaration::getRawType))
                    .flatMap(types -> types);
        }
        return member instanceof JavaField field ? rawTypes(field.getType()) : Stream.empty();
    }

    private static Stream<JavaClass> rawTypes(JavaType type) {
        return type.getAllInvolvedRawTypes().stream();
    }
}
