/** Test fixtures: servers, raw clients, and external programs that are found, run with a time limit and ended. */
@NullMarked
package io.github.ftplab.testing;

import org.jspecify.annotations.NullMarked;
