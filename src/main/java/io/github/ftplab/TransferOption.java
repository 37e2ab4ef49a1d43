package io.github.ftplab;

/**
 * How a file is moved, other than usual: usually a file that exists already is replaced, and a new file has the time at
 * which it was moved.
 *
 * <pre>{@code
 * ftp.download("large.iso", Path.of("large.iso"), TransferOption.RESUME, TransferOption.KEEP_TIME);
 * }</pre>
 */
public enum TransferOption {
    /** Leaves a file that exists already as it is, and moves nothing. */
    SKIP_EXISTING,
    /** Makes it an error if the file exists already. */
    REFUSE_EXISTING,
    /**
     * Goes on where an earlier transfer of the same file was broken off (REST, APPE): a download keeps what it has in a
     * file named {@code .NAME.part} beside the target; an upload asks how much the server has. A file that is there as a
     * whole is left as it is.
     */
    RESUME,
    /**
     * Compares the contents on both sides by a digest (HASH, XSHA512, XSHA256, XSHA1, XMD5, MD5 or XCRC, the best that
     * the server has); it is an error if they differ, or if the server has none.
     */
    VERIFY,
    /** Gives the new file the time of the old one (MDTM, MFMT). */
    KEEP_TIME
}
