/** Who may log in, with which password, and what each user may do where. */
@NullMarked
package io.github.ftplab.internal.server.user;

import org.jspecify.annotations.NullMarked;
