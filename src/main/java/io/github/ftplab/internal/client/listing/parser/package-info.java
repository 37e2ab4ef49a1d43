/** Parsers of listings: an ordered list of parsers for the formats of LIST that servers are known to use, and MLSD. */
@NullMarked
package io.github.ftplab.internal.client.listing.parser;

import org.jspecify.annotations.NullMarked;
