/** The code of cells and what is said about it: completeness, errors, other libraries' names, doc comments. */
@NullMarked
package io.github.ftplab.internal.notebook.code;

import org.jspecify.annotations.NullMarked;
