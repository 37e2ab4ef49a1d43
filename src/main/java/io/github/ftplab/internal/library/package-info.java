/** Which versions of other libraries fit. */
@NullMarked
package io.github.ftplab.internal.library;

import org.jspecify.annotations.NullMarked;
