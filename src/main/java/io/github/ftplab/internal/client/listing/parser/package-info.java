/** Parsers of listings: an ordered list of them, for the lines of LIST in all forms that servers write, and of MLSD. */
@NullMarked
package io.github.ftplab.internal.client.listing.parser;

import org.jspecify.annotations.NullMarked;
