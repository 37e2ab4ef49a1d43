/** Tests of the engine's parts. */
@NullMarked
package io.github.ftplab.server;

import org.jspecify.annotations.NullMarked;
