/** Moving one file: where it comes from, where it goes, how far it has come. */
@NullMarked
package io.github.ftplab.internal.client.transfer;

import org.jspecify.annotations.NullMarked;
