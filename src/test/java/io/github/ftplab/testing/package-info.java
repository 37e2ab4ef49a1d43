/** Test fixtures: external programs, found, run with a time limit and ended. */
@NullMarked
package io.github.ftplab.testing;

import org.jspecify.annotations.NullMarked;
