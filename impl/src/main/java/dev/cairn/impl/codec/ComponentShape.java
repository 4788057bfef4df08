package dev.cairn.impl.codec;

import java.lang.invoke.MethodHandle;

/**
 * A component of a record class.
 *
 * @param name in the class
 * @param kind how it is stored
 * @param absence the meaning of a missing field
 * @param accessor from {@code Object} to {@code Object}
 */
record ComponentShape(String name, Kind kind, Slot.Absence absence, MethodHandle accessor) {}
