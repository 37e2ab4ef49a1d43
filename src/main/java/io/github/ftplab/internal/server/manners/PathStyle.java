package io.github.ftplab.internal.server.manners;

/** How a system writes paths. Whatever it is, paths with {@code /} are taken too. */
interface PathStyle {

    /** Unix: as the server itself does. */
    PathStyle UNIX = new PathStyle() {
        @Override
        public String show(String virtual, String user) {
            return virtual;
        }

        @Override
        public String parse(String argument) {
            return argument;
        }
    };

    /** Windows: {@code \} separates names too, and a drive has no meaning. */
    PathStyle WINDOWS = new PathStyle() {
        @Override
        public String show(String virtual, String user) {
            return virtual;
        }

        @Override
        public String parse(String argument) {
            return argument.replace('\\', '/');
        }
    };

    /** MVS: {@code 'ANN.PUB.'} is the directory {@code /PUB}, and a name in quotation marks is absolute. */
    PathStyle MVS = new PathStyle() {
        @Override
        public String show(String virtual, String user) {
            var root = "'" + user + ".";
            return virtual.equals("/")
                    ? root + "'"
                    : root + virtual.substring(1).replace('/', '.') + ".'";
        }

        @Override
        public String parse(String argument) {
            if (argument.length() < 2 || !argument.startsWith("'") || !argument.endsWith("'")) {
                return argument;
            }
            var name = argument.substring(1, argument.length() - 1);
            var rest = name.substring(name.indexOf('.') + 1);
            return "/" + (rest.endsWith(".") ? rest.replace('.', '/') : rest);
        }
    };

    /**
     * OpenVMS: {@code DISK$USER:[ANN.PUB]} is the directory {@code /PUB}, {@code [.SUB]} one below, and a version is
     * ignored, as there is one only.
     */
    PathStyle VMS = new PathStyle() {
        @Override
        public String show(String virtual, String user) {
            return "DISK$USER:[" + user + (virtual.equals("/") ? "" : virtual.replace('/', '.')) + "]";
        }

        @Override
        public String parse(String argument) {
            var unversioned = argument.replaceFirst(";\\d*$", "");
            int open = unversioned.indexOf('[');
            int close = unversioned.indexOf(']', open);
            boolean isDirectory = open == 0 || (open > 0 && unversioned.charAt(open - 1) == ':');
            if (!isDirectory || close < 0) {
                return unversioned; // Brackets within a name, which OpenVMS does not permit, but this file system.
            }
            var directory = unversioned.substring(open + 1, close).replace('.', '/');
            // The first name of an absolute directory is the home's.
            int first = directory.indexOf('/');
            var below = first < 0 ? "" : directory.substring(first);
            var resolved = first == 0 ? below.substring(1) : below.isEmpty() ? "/" : below;
            return resolved + "/" + unversioned.substring(close + 1);
        }
    };

    /**
     * Writes a path.
     *
     * @param virtual an absolute virtual path
     * @param user the user, in whose name some systems keep the home
     */
    String show(String virtual, String user);

    /** Reads an argument. {@return a virtual path, which may be relative} */
    String parse(String argument);
}
