/** The adapter for JJava, and the main class of the kernel that this project installs. */
@NullMarked
package io.github.ftplab.internal.notebook.jjava;

import org.jspecify.annotations.NullMarked;
