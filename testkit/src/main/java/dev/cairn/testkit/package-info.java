/**
 * Where tests of actors will find: given events, when a command, then events and a reply; probes, time moved by hand, a
 * store that fails on demand. Still empty.
 *
 * <p>Never here: anything a running system needs. Tests of a backend are in {@code dev.cairn.tck}.
 */
@NullMarked
package dev.cairn.testkit;

import org.jspecify.annotations.NullMarked;
