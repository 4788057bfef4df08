/**
 * What tests of actors are made of.
 *
 * <p>{@link dev.cairn.testkit.ActorTest} tries one persistent actor: given these events, when this command, then
 * those events, that reply, that state. {@link dev.cairn.testkit.ManualTime} stands still until a test moves it.
 *
 * <p>{@link dev.cairn.testkit.FaultyStore} is a backend that fails on demand: before a call, in its middle, or after
 * it, so that the acknowledgement is lost; or it lets calls wait at a {@link dev.cairn.testkit.Gate}.
 *
 * <p>What is not as expected is an {@link java.lang.AssertionError}, which every test framework understands. Never
 * here: anything a running system needs. Tests of a backend are in {@code dev.cairn.tck}.
 */
@NullMarked
package dev.cairn.testkit;

import org.jspecify.annotations.NullMarked;
