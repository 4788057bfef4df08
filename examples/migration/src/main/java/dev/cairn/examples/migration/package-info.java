/** Programs that read the tables of another library once, and can be run again after a kill. */
@NullMarked
package dev.cairn.examples.migration;

import org.jspecify.annotations.NullMarked;
