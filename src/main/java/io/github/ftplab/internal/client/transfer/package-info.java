/** Transfers of single files: their source, their target and their progress. */
@NullMarked
package io.github.ftplab.internal.client.transfer;

import org.jspecify.annotations.NullMarked;
