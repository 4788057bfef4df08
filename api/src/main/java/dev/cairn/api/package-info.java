/**
 * What an actor author writes and calls.
 *
 * <p>Write a {@link dev.cairn.api.PersistentActor} with its {@link dev.cairn.api.Command}s and events, name it with an
 * {@link dev.cairn.api.ActorType}, open an {@link dev.cairn.api.ActorSystem}, and talk to it through an
 * {@link dev.cairn.api.ActorRef}. All failures are one sealed family, {@link dev.cairn.api.CairnException};
 * {@code docs/errors.md} has a paragraph for each. Tools that look inside a store use
 * {@link dev.cairn.api.StoreInspector}.
 *
 * <p>Never here: bytes, streams, databases. A backend author goes to {@code dev.cairn.spi}; how things work stands in
 * {@code docs/architecture.md}.
 */
@NullMarked
package dev.cairn.api;

import org.jspecify.annotations.NullMarked;
