/**
 * The test kit for actor authors.
 *
 * <p>{@link dev.cairn.testkit.ActorTest} tests one persistent actor: given some events and a command, it expects
 * events, a reply and a state. {@link dev.cairn.testkit.ManualTime} is a clock that a test moves.
 *
 * <p>{@link dev.cairn.testkit.FaultyStore} is a backend that fails on demand: before a call, half-way, or after it, so
 * that the acknowledgement is lost. It can also let calls wait at a {@link dev.cairn.testkit.Gate}.
 *
 * <p>A failed expectation is an {@link java.lang.AssertionError}, which every test framework understands. A running
 * system needs nothing of this package. Tests of a backend are in {@code dev.cairn.tck}.
 */
@NullMarked
package dev.cairn.testkit;

import org.jspecify.annotations.NullMarked;
