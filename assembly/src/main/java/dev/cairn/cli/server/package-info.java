/**
 * A PostgreSQL server of one command: its programs, the user it runs as, and its life.
 *
 * <p>Contains nothing of the backend, which only gets the address.
 */
@NullMarked
package dev.cairn.cli.server;

import org.jspecify.annotations.NullMarked;
