/**
 * How values look in a notebook: HTML, diagrams and plots made of the public values, and one adapter for each kernel.
 * Nothing but the command line depends on it.
 */
@NullMarked
package io.github.ftplab.notebook;

import org.jspecify.annotations.NullMarked;
