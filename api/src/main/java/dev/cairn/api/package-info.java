/**
 * The types that an actor author writes and calls.
 *
 * <p>Write a {@link dev.cairn.api.PersistentActor} with its {@link dev.cairn.api.Command}s and events, name it with an
 * {@link dev.cairn.api.ActorType}, open an {@link dev.cairn.api.ActorSystem}, and send commands through an {@link
 * dev.cairn.api.ActorRef}. All failures are one sealed family, {@link dev.cairn.api.CairnException}; {@code
 * docs/errors.md} has a paragraph for each. Tools that read a store use {@link dev.cairn.api.StoreInspector}.
 *
 * <p>This package knows no bytes, streams or databases. A backend author reads {@code dev.cairn.spi}; {@code
 * docs/architecture.md} explains the runtime.
 */
@NullMarked
package dev.cairn.api;

import org.jspecify.annotations.NullMarked;
