import org.jspecify.annotations.NullMarked;

/**
 * The api, against which an actor author compiles: actors, commands, events, states. It finds the runtime when a system
 * is opened.
 *
 * @uses dev.cairn.api.bind.SystemProvider the runtime
 */
@NullMarked
@SuppressWarnings("module") // the qualified export names a module that is built later
module dev.cairn.api {
  requires static transitive org.jspecify;

  exports dev.cairn.api;
  exports dev.cairn.api.bind to
      dev.cairn.impl;

  uses dev.cairn.api.bind.SystemProvider;
}
