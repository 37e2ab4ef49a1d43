/** What both client and server need: paths, times, globs, line ends, rates, text. Depends on the JDK alone. */
@NullMarked
package io.github.ftplab.internal.protocol;

import org.jspecify.annotations.NullMarked;
