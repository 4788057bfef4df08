/**
 * A page in the browser that looks into stores and running systems.
 *
 * <p>Never here: writing to a store, and anything that leaves this machine.
 */
@NullMarked
package dev.cairn.console;

import org.jspecify.annotations.NullMarked;
