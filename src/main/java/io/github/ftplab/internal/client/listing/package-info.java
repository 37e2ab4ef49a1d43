/** Remote listings and queries: the commands, and questions about single files. */
@NullMarked
package io.github.ftplab.internal.client.listing;

import org.jspecify.annotations.NullMarked;
