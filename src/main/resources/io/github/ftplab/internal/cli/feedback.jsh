/set mode ftplab -quiet
/set prompt ftplab "jshell> " "   ...> "
/set truncation ftplab 200
/set truncation ftplab 100000 expression,varvalue
/set format ftplab action "created" added-primary
/set format ftplab action "modified" modified-primary
/set format ftplab action "replaced" replaced-primary
/set format ftplab action "overwrote" overwrote-primary
/set format ftplab action "dropped" dropped-primary
/set format ftplab action "  update created" added-update
/set format ftplab action "  update modified" modified-update
/set format ftplab action "  update replaced" replaced-update
/set format ftplab action "  update overwrote" overwrote-update
/set format ftplab action "  update dropped" dropped-update
/set format ftplab display "{result}{pre}created scratch variable {name} : {type}{post}" expression-added,modified,replaced-primary
/set format ftplab display "{result}{pre}value of {name} : {type}{post}" varvalue-added,modified,replaced-primary
/set format ftplab display "{result}{pre}assigned to {name} : {type}{post}" assignment-primary
/set format ftplab display "{result}{pre}{action} variable {name} : {type}{resolve}{post}" varinit,vardecl
/set format ftplab display "{pre}{action} variable {name}{resolve}{post}" vardecl,varinit-notdefined
/set format ftplab display "{pre}{action} variable {name}{post}" dropped-vardecl,varinit,expression
/set format ftplab display "{pre}{action} {typeKind} {name}{resolve}{post}" class,interface,enum,annotation,record
/set format ftplab display "{pre}{action} method {name}({type}){resolve}{post}" method
/set format ftplab display "{pre}attempted to use {typeKind} {name}{resolve}{post}" used-class,interface,enum,annotation,record
/set format ftplab display "{pre}attempted to call method {name}({type}){resolve}{post}" used-method
/set format ftplab display "" added,modified,replaced,overwrote,dropped-update
/set format ftplab display "{pre}{action} variable {name}, reset to null{post}" replaced-vardecl,varinit-ok-update
/set format ftplab display "{pre}{action} variable {name}{resolve}{post}" replaced-vardecl,varinit-notdefined
/set format ftplab display "{result}" added,modified,replaced-expression,varvalue,assignment,varinit,vardecl-ok-primary
/set format ftplab err "%6$s"
/set format ftplab errorline "{post}{pre}    {err}"
/set format ftplab errorpost "%n"
/set format ftplab errorpre "|  "
/set format ftplab errors "%5$s"
/set format ftplab name "%1$s"
/set format ftplab post "%n"
/set format ftplab pre "|  "
/set format ftplab resolve "{until}{unrerr}" defined,notdefined-added,modified,replaced,used
/set format ftplab result "{name} ==> {value}{post}" added,modified,replaced-ok-primary
/set format ftplab type "%2$s"
/set format ftplab typeKind "class" class
/set format ftplab typeKind "interface" interface
/set format ftplab typeKind "enum" enum
/set format ftplab typeKind "annotation interface" annotation
/set format ftplab typeKind "record" record
/set format ftplab unrerr "{unresolved} is declared" unresolved1-error0
/set format ftplab unrerr "{unresolved} are declared" unresolved2-error0
/set format ftplab unrerr " this error is corrected: {errors}" unresolved0-error1
/set format ftplab unrerr "{unresolved} is declared and this error is corrected: {errors}" unresolved1-error1
/set format ftplab unrerr "{unresolved} are declared and this error is corrected: {errors}" unresolved2-error1
/set format ftplab unrerr " these errors are corrected: {errors}" unresolved0-error2
/set format ftplab unrerr "{unresolved} is declared and these errors are corrected: {errors}" unresolved1-error2
/set format ftplab unrerr "{unresolved} are declared and these errors are corrected: {errors}" unresolved2-error2
/set format ftplab unresolved "%4$s"
/set format ftplab until ", however, it cannot be instantiated or its methods invoked until" defined-class,record-primary
/set format ftplab until ", however, its methods cannot be invoked until" defined-interface-primary
/set format ftplab until ", however, it cannot be used until" defined-enum,annotation-primary
/set format ftplab until ", however, it cannot be invoked until" defined-method-primary
/set format ftplab until ", however, it cannot be referenced until" notdefined-primary
/set format ftplab until " which cannot be instantiated or its methods invoked until" defined-class,record-update
/set format ftplab until " whose methods cannot be invoked until" defined-interface-update
/set format ftplab until " which cannot be invoked until" defined-method-update
/set format ftplab until " which cannot be referenced until" notdefined-update
/set format ftplab value "%3$s"
