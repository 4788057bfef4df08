/** Makes a site of the documents, which the build puts into the distribution. It is no part of the command line. */
@NullMarked
package dev.cairn.cli.site;

import org.jspecify.annotations.NullMarked;
