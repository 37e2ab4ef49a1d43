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
     * file named {@code .NAME.part} beside the target; an upload asks how much the server has. A file that is there as
     * a whole is left as it is.
     *
     * <p>What is there already must be the beginning of the same file, or the transfer begins anew. For a download the
     * last 16 KiB are sent again and compared, and a digest is, where the server has one for parts of files (XSHA256,
     * XMD5 and the like); up to 16 KiB are simply sent again. For an upload a digest of what the server has is
     * compared; where there is none, up to 256 KiB are read back and compared, of longer files 64 KiB each of the end,
     * the beginning and the middle. A digest proves that it is the same; parts don't prove it of files that differ in a
     * few places only: {@link #VERIFY} compares all in the end. Where the user may not read the file, an upload begins
     * anew. If a server ends the session because reading back is broken off, the client connects again and sends all.
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
