/**
 * Programs that the front-door tests start in JVMs of their own, as strangers would write them: on the class path,
 * beside the modules of the built distribution.
 *
 * <p>Never here: a test.
 */
package dev.cairn.cli.child;
