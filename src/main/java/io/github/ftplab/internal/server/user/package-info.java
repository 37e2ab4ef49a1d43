/** User accounts: names, passwords, permissions by directory, and delays after wrong passwords. */
@NullMarked
package io.github.ftplab.internal.server.user;

import org.jspecify.annotations.NullMarked;
