/** Listings: asking for them, the parsers of their lines, and single questions about files. */
@NullMarked
package io.github.ftplab.internal.client.listing;

import org.jspecify.annotations.NullMarked;
