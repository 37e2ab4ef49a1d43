/** What client, server and values need of a notebook or JShell, without depending on how it shows them. */
@NullMarked
package io.github.ftplab.internal.repl;

import org.jspecify.annotations.NullMarked;
