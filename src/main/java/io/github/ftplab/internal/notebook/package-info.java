/**
 * Rich display: HTML, diagrams and plots of the public values. Only the command line depends on it.
 */
@NullMarked
package io.github.ftplab.internal.notebook;

import org.jspecify.annotations.NullMarked;
