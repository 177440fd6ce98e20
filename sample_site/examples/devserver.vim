" Shows what you type on the page before it is saved. Needs a running `devserver watch`.
" :DevserverPreview opens the page; it follows the cursor, and a double click in it comes back here.
function! s:Join() abort
  if exists('s:job') && job_status(s:job) ==# 'run'
    return 1
  elseif localtime() - get(s:, 'tried', 0) < 3
    return 0
  endif
  let s:tried = localtime()
  let s:job = job_start(['devserver', 'connect', expand('%:p:h')], {'callback': function('s:Hear')})
  return job_status(s:job) ==# 'run'
endfunction

function! s:Say(type, more) abort
  if s:Join()
    let said = extend({'type': a:type, 'path': expand('%:p')}, a:more)
    call ch_sendraw(s:job, json_encode(said) . "\n")
  endif
endfunction

function! s:Hear(_, line) abort
  let said = json_decode(a:line)
  if said.event ==# 'preview' && said.tabs == 0 " else a page that is open goes there
    call job_start([get(g:, 'devserver_open', has('mac') ? 'open' : 'xdg-open'), said.url])
  elseif said.event ==# 'show'
    execute 'drop' fnameescape(said.path)
    call setcursorcharpos(said.line, said.column)
  endif
endfunction

function! s:Cursor(reason) abort
  let place = {'line': line('.'), 'column': charcol('.'), 'visible': [line('w0'), line('w$')]}
  call s:Say('cursor', extend(place, {'reason': a:reason}))
endfunction

command! DevserverPreview call s:Say('preview', {'id': 1, 'line': line('.')})

augroup devserver
  autocmd!
  autocmd TextChanged,TextChangedI,TextChangedP *.md
    \ call s:Say('buffer', {'text': join(getline(1, '$'), "\n") . "\n"})
  autocmd CursorMoved *.md call s:Cursor('move')
  autocmd CursorMovedI *.md call s:Cursor('edit')
  autocmd BufUnload *.md call s:Say('close', {'path': expand('<afile>:p')})
augroup END
