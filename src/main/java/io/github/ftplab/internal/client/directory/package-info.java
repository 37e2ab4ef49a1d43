/** Transfers and deletes whole directories, over one session or several. */
@NullMarked
package io.github.ftplab.internal.client.directory;

import org.jspecify.annotations.NullMarked;
