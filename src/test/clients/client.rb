# Ruby's net/ftp as one of the clients of ForeignClientsIT.
# Arguments: TLS host port user password certificate active command ...
require "net/ftp"

tls, host, port, user, password, certificate, active, command, *paths = ARGV
options = { port: port.to_i, passive: active == "false", open_timeout: 20, read_timeout: 20 }
options[:ssl] = { ca_file: certificate } if tls != "none"
begin
  Net::FTP.open(host, **options) do |ftp|
    ftp.login(user, password)
    case command
    when "list" then ftp.list(*paths.reject(&:empty?)) { |line| puts line }
    when "download" then ftp.getbinaryfile(paths[0], paths[1])
    when "upload" then ftp.putbinaryfile(paths[0], paths[1])
    when "resume"
      ftp.resume = true
      ftp.getbinaryfile(paths[0], paths[1])
    when "append" then File.open(paths[0], "rb") { |file| ftp.storbinary("APPE " + paths[1], file, Net::FTP::DEFAULT_BLOCKSIZE) }
    when "delete" then ftp.delete(paths[0])
    when "rename" then ftp.rename(paths[0], paths[1])
    when "make_directory" then ftp.mkdir(paths[0])
    when "mirror"
      ftp.nlst(paths[0]).each do |name|
        ftp.getbinaryfile(File.join(paths[0], File.basename(name)), File.join(paths[1], File.basename(name)))
      end
    end
  end
rescue Net::FTPError, SystemCallError, OpenSSL::SSL::SSLError => e
  warn e.message
  exit 1
end
