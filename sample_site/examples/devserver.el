;; The page as you type, with eglot. M-x devserver-preview opens it in a browser, where it follows.
(require 'eglot)
(add-to-list 'eglot-server-programs '((markdown-mode gfm-mode) . ("devserver" "lsp")))
(add-hook 'markdown-mode-hook #'eglot-ensure)
(add-hook 'markdown-mode-hook
          (lambda () (setq-local eglot-send-changes-idle-time 0
                                 eldoc-idle-delay 0.1))) ; with it eglot tells the cursor

(defun devserver-preview ()
  "Open the page of this buffer in a browser, at this line."
  (interactive)
  (let* ((here (list :uri (url-encode-url (concat "file://" (buffer-file-name)))
                     :line (1- (line-number-at-pos nil t))))
         (asked (list :command "devserver.preview" :arguments (vector here)))
         (answer (jsonrpc-request (eglot-current-server) :workspace/executeCommand asked)))
    (when (zerop (plist-get answer :tabs)) ; a page that is open goes there
      (browse-url (plist-get answer :url)))))
