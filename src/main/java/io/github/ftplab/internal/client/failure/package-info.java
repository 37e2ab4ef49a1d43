/** What goes wrong, and what to say of it: what was tried, on what, why not, and what to do. */
@NullMarked
package io.github.ftplab.internal.client.failure;

import org.jspecify.annotations.NullMarked;
