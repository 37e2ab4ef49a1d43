/** The client's internal exceptions and its error messages: what was tried, on what, why it failed, what to do. */
@NullMarked
package io.github.ftplab.internal.client.failure;

import org.jspecify.annotations.NullMarked;
